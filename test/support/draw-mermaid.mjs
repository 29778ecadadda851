// Draws a picture of Mermaid from standard input, and prints the texts of its boxes and of the frames around them, and the
// number of arrows: `node draw-mermaid.mjs < build.mmd`. A process of its own, for Mermaid takes the DOM from global names.
import { text } from 'node:stream/consumers';
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('<body></body>', { pretendToBeVisual: true });
const NAMES = ['document', 'Element', 'SVGElement', 'HTMLElement', 'Node', 'DOMParser', 'XMLSerializer'];
Object.assign(globalThis, { window, ...Object.fromEntries(NAMES.map((name) => [name, window[name]])) });
Object.assign(globalThis, { MutationObserver: window.MutationObserver, CSSStyleSheet: window.CSSStyleSheet });

/** jsdom has no fonts: letters of one width. */
const LETTER = { width: 8, height: 16 };
const widthOf = ({ textContent }) => LETTER.width * (textContent ?? '').length;
Object.assign(window.SVGElement.prototype, {
  getBBox() {
    return { x: 0, y: 0, width: widthOf(this), height: LETTER.height };
  },
  getComputedTextLength() {
    return widthOf(this);
  },
});

const { default: mermaid } = await import('mermaid');
mermaid.initialize({ startOnLoad: false, htmlLabels: false });
const { svg } = await mermaid.render('build', await text(process.stdin));
const { document } = new JSDOM(svg).window;
const texts = (selector) => [...document.querySelectorAll(selector)].map(({ textContent }) => textContent);
console.log(
  JSON.stringify({
    boxes: texts('.node'),
    frames: texts('.cluster'),
    arrows: document.querySelectorAll('.flowchart-link').length,
  }),
);
