// Stamps every change a visitor can see, and the end of the frame that shows it: benchmarks/page.py puts it into the page.
(() => {
window.bench = {changed: 0, painted: 0, answered: 0, last: {}};
const SEEN = '[id^="view-"], #status, #origin, #words, #scores, #link-data';
// Where marks come and go, and where gradio notes that something is under way without showing it.
const UNSEEN = '.chart-marks, .hoverlayer, .viewer-tools, [data-testid="status-tracker"].hide';
// What a change belongs to, null where it is none that counts.
const rootOf = (record) => {
    const at = record.target instanceof Element ? record.target : record.target.parentElement;
    const own = /^data-|^aria-|tabindex/.test(record.attributeName ?? "");
    return own || at?.closest(UNSEEN) ? null : at?.closest(SEEN);
};
// What changes within a frame is shown by it, whatever else by the next one; a message comes after the frame.
const frame = window.requestAnimationFrame.bind(window);
let inFrame = false;
const after = (done) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
};
window.requestAnimationFrame = (then) => frame((time) => {
    if (!inFrame) after(() => { inFrame = false; });
    inFrame = true;
    then(time);
});
const shown = (roots) => {
    const stamp = () => after(() => {
        window.bench.painted = performance.now();
        for (const {id} of roots) window.bench.last[id] = window.bench.painted;
    });
    if (inFrame) stamp();
    else frame(stamp);
};
new MutationObserver((records) => {
    const roots = new Set();
    let last = null; // a figure's nodes come in thousands, one after another: asked of each, this took a fifth of drawing
    for (const record of records) {
        const root = last?.contains(record.target) ? null : rootOf(record);
        if (!root) continue;
        last = root;
        roots.add(root);
    }
    if (!roots.size) return;
    window.bench.changed = performance.now();
    shown(roots);
}).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
// When a drawing is there, which comes with the HTML, and when the page itself has taken the place of that picture.
window.bench.first = {};
const stage = () => document.querySelector("#view-planar svg.scene");
const FIRST = {drawing: () => document.getElementById("first-paint")?.shadowRoot?.querySelector("svg.scene") ?? stage(),
               live: () => stage() && !("starting" in document.documentElement.dataset)};
// How far what stood in sight has been moved by something else than a visitor.
window.bench.shift = 0;
new PerformanceObserver((list) => {
    for (const {value, hadRecentInput} of list.getEntries()) if (!hadRecentInput) window.bench.shift += value;
}).observe({type: "layout-shift", buffered: true});
const wait = new MutationObserver(() => {
    for (const [name, there] of Object.entries(FIRST)) {
        if (name in window.bench.first || !there()) continue;
        window.bench.first[name] = Infinity; // there, not painted yet
        frame(() => after(() => { window.bench.first[name] = performance.now(); }));
    }
    if (Object.keys(window.bench.first).length === Object.keys(FIRST).length) wait.disconnect();
});
wait.observe(document, {subtree: true, childList: true, attributes: true, attributeFilter: ["data-starting"]});
// gradio reads the answers of its queue from a stream: the last large piece of it to come is when the server is done.
const read = ReadableStreamDefaultReader.prototype.read;
ReadableStreamDefaultReader.prototype.read = function (...given) {
    const piece = read.apply(this, given);
    piece.then(({value}) => { if (value?.length > 4000) window.bench.answered = performance.now(); }, () => {});
    return piece;
};
// What does not go through the queue is answered at once.
const json = Response.prototype.json;
Response.prototype.json = async function () {
    const value = await json.call(this);
    if (this.url.includes("/run/")) window.bench.answered = performance.now();
    return value;
};
})();
