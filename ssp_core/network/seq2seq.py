"""The sixth head: a small decoder with cross-attention that writes the labels of a sequence one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ssp_core.network.labels import IGNORED
from ssp_core.network.omni import Given, OmniModel
from ssp_core.network.tokenizer import OmniTokenizer


@dataclass(frozen=True)
class DecoderConfig:
    """Sizes of the decoder."""

    width: int = 128
    layers: int = 2
    heads: int = 4


class Decoder(nn.Module):
    """Writes with an eye on the encoder: letters so far [B, T] and its embeddings [B, S, H] to scores [B, T, C + 1].

    Letter ids are the labels' and two more, the end and the start; the last score is the end's. Both sides know their
    places by sinusoids (Vaswani et al., 2017), so that attention can find letter t at nucleotide t.
    """

    def __init__(self, hidden: int, labels: int, config: DecoderConfig) -> None:
        super().__init__()
        self.end, self.start = labels, labels + 1
        self.width = config.width
        self.letters = nn.Embedding(labels + 2, config.width)
        self.memory = nn.Linear(hidden, config.width)
        layer = nn.TransformerDecoderLayer(
            config.width, config.heads, 4 * config.width, dropout=0.0, batch_first=True, norm_first=True
        )
        self.layers = nn.TransformerDecoder(layer, config.layers, norm=nn.LayerNorm(config.width))
        self.scores = nn.Linear(config.width, labels + 1)

    def forward(self, written: Tensor, hidden: Tensor, mask: Tensor) -> Tensor:
        """`mask` [B, S] is True on tokens and False on padding."""
        memory = self.memory(hidden)
        # <cls> stands first in the memory and the start first among the letters: both sides count alike.
        memory = memory + places(memory.shape[1], self.width).to(memory)
        letters = self.letters(written)
        letters = letters + places(letters.shape[1], self.width, first=1).to(letters)
        length = written.shape[1]
        later = torch.ones(length, length, dtype=torch.bool, device=written.device).triu(1)
        scores: Tensor = self.scores(
            self.layers(letters, memory, tgt_mask=later, tgt_is_causal=True, memory_key_padding_mask=~mask)
        )
        return scores


def places(length: int, width: int, *, first: int = 0) -> Tensor:
    """Sinusoids [length, width] of the places from `first` on."""
    angles = torch.arange(first, first + length)[:, None] / 10000 ** (torch.arange(0, width, 2) / width)
    return torch.cat([angles.sin(), angles.cos()], dim=1)[:, :width]


class OmniModelForSeq2Seq(OmniModel):
    """Label after label, as many as it likes: `logits` [B, T + 1, C + 1], the last column "the end".

    `labels` [B, T] of ids, -100 after the end of a shorter one (and wherever a letter is not to be learned): the
    decoder is then shown the right letters so far, and its T + 1st score is for ending. Without labels it reads its
    own, greedily.
    """

    def __init__(
        self,
        source: str | Path | Mapping[str, Any],
        tokenizer: OmniTokenizer | None = None,
        *,
        label2id: Mapping[str, int] | None = None,
        id2label: Mapping[int, str] | None = None,
        num_labels: int | None = None,
        attention: str = "sdpa",
        decoder: DecoderConfig | None = None,
    ) -> None:
        super().__init__(
            source, tokenizer, label2id=label2id, id2label=id2label, num_labels=num_labels, attention=attention
        )
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
        totals = torch.zeros(1, device=hidden.device)
        best, best_total = alive[0, 1:], float("-inf")
        for step in range(longest + 1):
            count = len(alive)
            steps = self.decoder(alive, hidden.expand(count, -1, -1), mask.expand(count, -1))[:, -1].float()
            grown = totals[:, None] + steps.log_softmax(dim=-1)
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
            alive = torch.cat([alive[rows], letters[:, None]], dim=1)
        return best, best_total
