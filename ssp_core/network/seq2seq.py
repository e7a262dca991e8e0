"""The sixth head: a small decoder that writes the labels of a sequence one after the other, greedily or with beams."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ssp_core.network.decoder import Decoder, DecoderConfig
from ssp_core.network.labels import IGNORED
from ssp_core.network.omni import Given, OmniModel


class OmniModelForSeq2Seq(OmniModel):
    """Label after label, as many as it likes: `logits` [B, T + 1, C + 1], the last column "the end".

    `labels` [B, T] of ids, -100 after the end of a shorter one (and wherever a letter is not to be learned): the
    decoder is then shown the right letters so far, and its T + 1st score is for ending. Without labels it reads its
    own, greedily. `decoder` sizes it where it starts fresh; all else is given as to any `OmniModel`.
    """

    def __init__(
        self, source: str | Path | Mapping[str, Any], *given: Any, decoder: DecoderConfig | None = None, **named: Any
    ) -> None:
        super().__init__(source, *given, **named)
        saved = source.get("decoder", {}) if isinstance(source, Mapping) else {}
        self.decoder_config = decoder or DecoderConfig(**saved)
        self.decoder = Decoder(self.config.hidden_size, self.num_labels, self.decoder_config)

    @property
    def settings(self) -> dict[str, Any]:
        """What is written to config.json."""
        return {**super().settings, "decoder": asdict(self.decoder_config)}

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor | None = None, labels: Tensor | None = None
    ) -> dict[str, Tensor]:
        """Token ids [B, S] to `logits` and `last_hidden_state` [B, S, H]; with `labels` also `loss`."""
        mask = input_ids.ne(self.tokenizer.pad_token_id) if attention_mask is None else attention_mask.bool()
        hidden = self.encode(input_ids, mask.long())
        if labels is None:
            written = [self._write(hidden[row : row + 1], mask[row : row + 1], 1)[0] for row in range(len(hidden))]
            labels = nn.utils.rnn.pad_sequence(written, batch_first=True, padding_value=IGNORED)
            return {"logits": self._scores(labels, hidden, mask), "last_hidden_state": hidden}
        logits = self._scores(labels, hidden, mask)
        return {"logits": logits, "last_hidden_state": hidden, "loss": self.loss(logits.float(), labels)}

    def _scores(self, labels: Tensor, hidden: Tensor, mask: Tensor) -> Tensor:
        start = labels.new_full((len(labels), 1), self.decoder.start)
        scores: Tensor = self.decoder(
            torch.cat([start, labels.where(labels >= 0, self.decoder.start)], 1), hidden, mask
        )
        return scores

    def loss(self, logits: Tensor, labels: Tensor) -> Tensor:
        """Cross-entropy of each letter and of the end behind the last, mean over what is not -100."""
        place = torch.arange(1, labels.shape[1] + 1, device=labels.device)
        lengths = (place * (labels >= 0)).amax(dim=1) if labels.shape[1] else labels.new_zeros(len(labels))
        wanted = F.pad(labels, (0, 1), value=IGNORED).scatter(1, lengths[:, None], self.decoder.end)
        return F.cross_entropy(logits.flatten(0, 1), wanted.flatten(), ignore_index=IGNORED)

    @torch.no_grad()
    def predict(self, sequences: Given, *, beams: int = 1, longest: int | None = None) -> dict[str, Any]:
        """Sequences, or the tokenizer's output, to `predictions` [B, T], label ids with -100 after the end, and
        `scores` [B], the log-probability of each. `beams` 1 takes the likeliest letter each time, more keep that many
        beginnings; `longest` stops at so many labels, as many as tokens where it is not said."""
        inputs = self.inputs(sequences)
        mask = inputs["input_ids"].ne(self.tokenizer.pad_token_id)
        hidden = self.encode(inputs["input_ids"], mask.long())
        found = [self._write(hidden[row : row + 1], mask[row : row + 1], beams, longest) for row in range(len(hidden))]
        rows = nn.utils.rnn.pad_sequence([row for row, _ in found], batch_first=True, padding_value=IGNORED)
        return {"predictions": rows, "scores": torch.tensor([score for _, score in found]), "last_hidden_state": hidden}

    def inference(self, sequences: Given, *, beams: int = 1, longest: int | None = None) -> dict[str, Any]:
        """The same with `predictions` as lists of labels; for a single string its own, not a list."""
        found = self.predict(sequences, beams=beams, longest=longest)
        words = [[self.labels[index] for index in row if index >= 0] for row in found["predictions"].tolist()]
        result = {**found, "predictions": words}
        return {name: value[0] for name, value in result.items()} if isinstance(sequences, str) else result

    @torch.no_grad()
    def _write(self, hidden: Tensor, mask: Tensor, beams: int, longest: int | None = None) -> tuple[Tensor, float]:
        """Beam search over one sequence: label ids [T] and their log-probability, the end's included."""
        longest = int(mask.sum()) if longest is None else longest
        alive = torch.full((1, 1), self.decoder.start, device=hidden.device)
        read = self.decoder.read(hidden[:, mask[0]])
        totals = torch.zeros(1, device=hidden.device)
        best, best_total = alive[0, 1:], float("-inf")
        for step in range(longest + 1):
            scores, read = self.decoder.step(alive[:, -1], read)
            grown = totals[:, None] + scores.float().log_softmax(dim=-1)
            ended = int(grown[:, -1].argmax())
            if step == longest or beams > 1 or int(grown[0].argmax()) == self.decoder.end:
                if float(grown[ended, -1]) > best_total:
                    best, best_total = alive[ended, 1:], float(grown[ended, -1])
                if step == longest or beams == 1:
                    break
            totals, chosen = grown[:, :-1].flatten().topk(min(beams, grown[:, :-1].numel()))
            if float(totals[0]) <= best_total:
                break  # what is begun can only become less likely
            rows, letters = chosen // self.num_labels, chosen % self.num_labels
            alive, read = torch.cat([alive[rows], letters[:, None]], dim=1), read.of(rows)
        return best, best_total
