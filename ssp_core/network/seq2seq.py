"""The sixth task class: a small decoder generates the labels of a sequence one by one, greedily or by beam search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ssp_core.network.labels import IGNORED
from ssp_core.network.omni import ModelInput, OmniModel
from ssp_core.network.seq2seq_decoder import Seq2SeqDecoder, Seq2SeqDecoderConfig


class OmniModelForSeq2Seq(OmniModel):
    """A sequence of labels for each RNA, of any length.

    Shapes, for C labels: `labels` [B, T] of ids, -100 after the end of a shorter row and wherever a label is not to be
    learned; `logits` [B, T + 1, C + 1], the last column "end", the last row for ending after T labels. Without `labels`
    the logits are those of the labels that the model generates greedily.

    Args:
        source, tokenizer, label2id, id2label, num_labels, attention: as for every `OmniModel`.
        decoder_config: sizes of a fresh decoder.

    Example:
        >>> sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2,
        ...          "intermediate_size": 32, "vocab_size": 24}
        >>> model = OmniModelForSeq2Seq(sizes, label2id={"(": 0, ")": 1, ".": 2})
        >>> labels = torch.tensor([[0, 0, 2, 2, 1, 1]])
        >>> tuple(model(**model.tokenizer(["GGAACC"]), labels=labels)["logits"].shape)
        (1, 7, 4)
    """

    def __init__(
        self,
        source: str | Path | Mapping[str, Any],
        *args: Any,
        decoder_config: Seq2SeqDecoderConfig | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(source, *args, **kwargs)
        saved = source.get("seq2seq_decoder", {}) if isinstance(source, Mapping) else {}
        self.decoder_config = decoder_config or Seq2SeqDecoderConfig(**saved)
        self.seq2seq_decoder = Seq2SeqDecoder(self.config.hidden_size, self.num_labels, self.decoder_config)

    @property
    def settings(self) -> dict[str, Any]:
        """What is written to config.json."""
        return {**super().settings, "seq2seq_decoder": asdict(self.decoder_config)}

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor | None = None, labels: Tensor | None = None
    ) -> dict[str, Tensor]:
        """Logits, embeddings and, with labels, the loss.

        Args:
            input_ids: token ids [B, S].
            attention_mask: 1 on tokens, 0 on padding [B, S].
            labels: label ids [B, T], see the class.

        Returns:
            `logits` [B, T + 1, C + 1], `last_hidden_state` [B, S, H], with labels also `loss`, a scalar.
        """
        mask = input_ids.ne(self.tokenizer.pad_token_id) if attention_mask is None else attention_mask.bool()
        hidden = self.encode(input_ids, mask.long())
        if labels is None:
            generated = [self._generate(hidden[row : row + 1], mask[row : row + 1], 1)[0] for row in range(len(hidden))]
            labels = nn.utils.rnn.pad_sequence(generated, batch_first=True, padding_value=IGNORED)
            return {"logits": self._logits(labels, hidden, mask), "last_hidden_state": hidden}
        logits = self._logits(labels, hidden, mask)
        return {"logits": logits, "last_hidden_state": hidden, "loss": self.loss(logits.float(), labels)}

    def _logits(self, labels: Tensor, hidden: Tensor, mask: Tensor) -> Tensor:
        start = labels.new_full((len(labels), 1), self.seq2seq_decoder.start)
        shown = torch.cat([start, labels.where(labels >= 0, self.seq2seq_decoder.start)], dim=1)
        logits: Tensor = self.seq2seq_decoder(shown, hidden, mask)
        return logits

    def loss(self, logits: Tensor, labels: Tensor) -> Tensor:
        """Cross-entropy of each label and of the end after the last, mean over what is not -100."""
        place = torch.arange(1, labels.shape[1] + 1, device=labels.device)
        lengths = (place * (labels >= 0)).amax(dim=1) if labels.shape[1] else labels.new_zeros(len(labels))
        targets = F.pad(labels, (0, 1), value=IGNORED).scatter(1, lengths[:, None], self.seq2seq_decoder.end)
        return F.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=IGNORED)

    @torch.no_grad()
    def predict(self, sequences: ModelInput, *, num_beams: int = 1, max_labels: int | None = None) -> dict[str, Any]:
        """Generate label ids.

        Args:
            sequences: one sequence, several, or the tokenizer's output.
            num_beams: 1 takes the most probable label each time (greedy); more keep that many candidates.
            max_labels: how many labels at most; by default as many as the sequence has tokens.

        Returns:
            `predictions` [B, T], label ids with -100 after the end; `log_probabilities` [B] of each row;
            `last_hidden_state` [B, S, H].
        """
        inputs = self.inputs(sequences)
        mask = inputs["input_ids"].ne(self.tokenizer.pad_token_id)
        hidden = self.encode(inputs["input_ids"], mask.long())
        generated = [
            self._generate(hidden[row : row + 1], mask[row : row + 1], num_beams, max_labels)
            for row in range(len(hidden))
        ]
        rows = nn.utils.rnn.pad_sequence([row for row, _ in generated], batch_first=True, padding_value=IGNORED)
        log_probabilities = torch.tensor([total for _, total in generated])
        return {"predictions": rows, "log_probabilities": log_probabilities, "last_hidden_state": hidden}

    def inference(self, sequences: ModelInput, *, num_beams: int = 1, max_labels: int | None = None) -> dict[str, Any]:
        """As `predict`, with `predictions` as lists of ids and `labels` as lists of labels.

        For a single string each is its own values, not a list of one.
        """
        outputs = self.predict(sequences, num_beams=num_beams, max_labels=max_labels)
        ids = [[index for index in row if index >= 0] for row in outputs["predictions"].tolist()]
        labels = [[self.labels[index] for index in row] for row in ids]
        result = {**outputs, "predictions": ids, "labels": labels}
        return {name: value[0] for name, value in result.items()} if isinstance(sequences, str) else result

    @torch.no_grad()
    def _generate(
        self, hidden: Tensor, mask: Tensor, num_beams: int, max_labels: int | None = None
    ) -> tuple[Tensor, float]:
        """Beam search over one sequence: label ids [T] and their log-probability, the end included."""
        max_labels = int(mask.sum()) if max_labels is None else max_labels
        candidates = torch.full((1, 1), self.seq2seq_decoder.start, device=hidden.device)
        cache = self.seq2seq_decoder.start_cache(hidden[:, mask[0]])
        totals = torch.zeros(1, device=hidden.device)
        best, best_total = candidates[0, 1:], float("-inf")
        for step in range(max_labels + 1):
            logits, cache = self.seq2seq_decoder.step(candidates[:, -1], cache)
            extended = totals[:, None] + logits.float().log_softmax(dim=-1)
            ended = int(extended[:, -1].argmax())
            if step == max_labels or num_beams > 1 or int(extended[0].argmax()) == self.seq2seq_decoder.end:
                if float(extended[ended, -1]) > best_total:
                    best, best_total = candidates[ended, 1:], float(extended[ended, -1])
                if step == max_labels or num_beams == 1:
                    break
            totals, chosen = extended[:, :-1].flatten().topk(min(num_beams, extended[:, :-1].numel()))
            if float(totals[0]) <= best_total:
                break  # a candidate's probability can only fall
            rows, labels = chosen // self.num_labels, chosen % self.num_labels
            candidates, cache = torch.cat([candidates[rows], labels[:, None]], dim=1), cache.select(rows)
        return best, best_total
