// What the type checker has to know beside the modules; no browser reads this.

interface Lighting {
  data: import("./selection_data.js").SelectionData | null;
  lit: number;
  pinned: boolean;
}

interface DocumentEventMap {
  answer: CustomEvent<string>; // JSON, see answer.js
  decoder: CustomEvent<string>; // the name of the decoder that was chosen
  address: CustomEvent<{ query: Record<string, string> }>; // a result to open
  attend: CustomEvent<{ layer: number; head: number }>; // the attention head to show, counted from 0
  learn: CustomEvent<{ step: number }>; // the step of the Learn tab to open, from 1
  train: CustomEvent<{ action: string }>; // what a button of the Train tab says
  trainlook: CustomEvent<{ seen: number }>; // how the training goes; so many reports are shown
  many: CustomEvent<{ action: string }>; // what a button of the Many tab says
  manylook: CustomEvent<{ seen: number }>; // how the run of many goes; the table shows it after so many records
  go: CustomEvent<number>; // the nucleotide to pin, counted from 0
  light: CustomEvent<number>; // the nucleotide to light, counted from 0, -1 for none
  nucleotide: CustomEvent<Lighting>;
  why: CustomEvent<{ position: number }>; // the pair of a nucleotide is to be explained
  scheme: CustomEvent<{ dark: boolean }>;
}

interface Window {
  Plotly?: import("./plotly.js").Plotly;
}
