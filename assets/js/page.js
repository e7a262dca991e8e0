// The entry: starts every script of the page. gradio draws and patches the page as it likes, so all of them listen on
// the document, and what depends on its content is looked up anew whenever that changes.

import { followResult, startAddress } from "./address.js";
import { startAnswers } from "./answer.js";
import { showArrival, startArrival } from "./arrival.js";
import { startCard } from "./card.js";
import { onPageChange } from "./changes.js";
import { startCharts } from "./charts.js";
import { startClipboard } from "./clipboard.js";
import { startDecoder } from "./decoder.js";
import { startDisclosure } from "./disclosure.js";
import { startExporting } from "./exporting.js";
import { startFileDrop } from "./file_drop.js";
import { markFound, startFind } from "./find.js";
import { startFormKeys } from "./form_keys.js";
import { startInputGuard } from "./input_guard.js";
import { show as showLarger, startLarger } from "./larger.js";
import { refreshLearn, startLearn } from "./learn.js";
import { startLinking } from "./linking.js";
import { refreshMany, startMany } from "./many.js";
import { startMutatePosition } from "./mutate_position.js";
import { startNumberGuard } from "./number_guard.js";
import { startPrinting } from "./printing.js";
import { hideStoredResult, showWhenBuilt } from "./ready.js";
import { startRoving } from "./roving.js";
import { startScanMap } from "./scan_map.js";
import { startScheme } from "./scheme.js";
import { startStage } from "./stage.js";
import { startStrip } from "./strip.js";
import { startTerms } from "./terms.js";
import { refreshTrain, startTrain } from "./train.js";
import { startViewer } from "./viewer.js";
import { showWhy, startWhy } from "./why.js";

startScheme();
startLarger();
startTerms();
startPrinting();
startAnswers();
hideStoredResult();
startAddress();
startArrival();
startWhy();
startDecoder();
startDisclosure();
startLearn();
startTrain();
startMany();
startRoving();
startStage();
startClipboard();
startFind();
startFormKeys();
startFileDrop();
startInputGuard();
startNumberGuard();
startMutatePosition();
startCard();
const viewer = startViewer();
const strip = startStrip();
const scanMap = startScanMap();
const link = startLinking();
const charts = startCharts(() => request());
startExporting(charts);
const request = onPageChange(
  () => {
    showWhenBuilt();
    showLarger();
    markFound();
    showWhy();
    showArrival();
    followResult();
    refreshLearn();
    refreshTrain();
    refreshMany();
    scanMap.refresh();
    link([...strip.refresh(), ...viewer.refresh(), ...charts.refresh()]);
  },
  viewer.isOwnViewBox,
);
