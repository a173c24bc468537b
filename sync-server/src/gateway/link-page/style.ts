/** On any screen, light and dark, and on paper. The colours are the editor's. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --raised: #f2f3f5; --line: #dcdfe4; --text: #1f2125; --muted: #5a5d66;
  --link: #0061c9; --focus: #1a6fd4; --good: #17703a;
  --mono: 'JetBrains Mono', ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #2b2d31; --raised: #232428; --line: #43454c; --text: #f2f3f5; --muted: #a5a8b0;
    --link: #3fb2ff; --focus: #7ab8ff; --good: #4fc27d;
  }
}
@media (prefers-contrast: more) { :root { --muted: var(--text); --line: var(--text) } }
* { box-sizing: border-box }
body {
  margin: 0; background: var(--paper); color: var(--text); overflow-wrap: anywhere;
  font: 400 17px/1.6 'gg sans', 'Noto Sans', Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
  -webkit-text-size-adjust: 100%; text-size-adjust: 100%;
}
.bar, main, footer { padding: 0 max(16px, calc((100% - 44rem) / 2)) }
.bar {
  position: sticky; top: 0; display: flex; align-items: center; justify-content: space-between; gap: 12px;
  min-height: 56px; background: var(--raised); border-bottom: 1px solid var(--line); border-top: 3px solid #ffd24a;
}
.brand { display: flex; align-items: center; gap: 8px; font-weight: 600 }
.button {
  padding: 8px 16px; border-radius: 8px; background: #5865f2; color: #ffffff; font-size: 15px; line-height: 1.4;
  font-weight: 600; text-decoration: none; white-space: nowrap;
}
.button:hover { background: #4752c4 }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px }
main { padding-top: 36px; padding-bottom: 48px }
h1, h2, h3, h4, h5, h6 { margin: 1.6em 0 .5em; line-height: 1.3; text-wrap: balance }
h1 { font-size: 1.5em } h2 { font-size: 1.3em } h3 { font-size: 1.12em } h4, h5, h6 { font-size: 1em }
h1.title { margin: 0; font-size: clamp(1.6rem, 5vw, 2.1rem); letter-spacing: -.01em }
h1.title, .text > *, .text li, .text td, .text th { unicode-bidi: plaintext }
.facts { margin: 10px 0 0; color: var(--muted); font-size: 15px }
.done { display: block; width: 100%; height: 6px; margin-top: 18px; border: 0; border-radius: 3px; background: var(--line); appearance: none; overflow: hidden }
.done::-webkit-progress-bar { background: var(--line) }
.done::-webkit-progress-value { background: var(--good) }
.done::-moz-progress-bar { background: var(--good) }
.text { margin-top: 28px }
.text > :first-child { margin-top: 0 }
p, ul, ol, pre, table, blockquote { margin: 0 0 1em }
ul, ol { padding-inline-start: 1.5em }
li > ul, li > ol { margin: 0 }
li > p { margin: 0 0 .2em }
li::marker { color: var(--muted) }
li:has(> p > input) { list-style: none }
li > p > input {
  appearance: none; width: 1.15em; height: 1.15em; margin: 0 .45em 0 -1.6em; border: 2px solid var(--muted);
  border-radius: .3em; vertical-align: -.2em; print-color-adjust: exact;
}
li > p > input:checked { border-color: var(--good); background: var(--good) }
li > p > input:checked::before {
  content: ''; display: block; width: .32em; height: .62em; margin: .02em auto 0; border: solid var(--paper);
  border-width: 0 2px 2px 0; transform: rotate(45deg);
}
li:has(> p > input:checked) > p { color: var(--muted) }
a { color: var(--link); text-underline-offset: .15em }
code { padding: .1em .35em; border-radius: 5px; background: var(--raised); font: .88em/1.5 var(--mono) }
pre { padding: 14px 16px; border: 1px solid var(--line); border-radius: 8px; background: var(--raised); white-space: pre-wrap; font: .88em/1.55 var(--mono); tab-size: 4 }
pre code { padding: 0; font-size: 1em }
blockquote { padding-inline-start: 1em; border-inline-start: 3px solid #ffd24a; color: var(--muted) }
blockquote > :last-child, li > :last-child { margin-bottom: 0 }
hr { margin: 2em 0; border: 0; border-top: 1px solid var(--line) }
table { display: block; max-width: 100%; overflow-x: auto; border-collapse: collapse; overflow-wrap: normal }
th, td { padding: .35em .75em; border: 1px solid var(--line); text-align: start; vertical-align: top }
th { background: var(--raised) }
.note { padding: 12px 16px; border-inline-start: 3px solid #ffd24a; border-radius: 0 8px 8px 0; background: var(--raised) }
.door { max-width: 34rem; margin: 6vh auto 0 }
.door h1 + p { margin-top: 12px }
.door li { margin-bottom: .6em }
footer { padding-bottom: 32px; color: var(--muted); font-size: 14px }
footer p { margin: 0; padding-top: 16px; border-top: 1px solid var(--line) }
@media (max-width: 559px) {
  body { font-size: 16px }
  main { padding-top: 24px }
  ul, ol { padding-inline-start: 1.35em }
}
@media print {
  :root { --paper: #ffffff; --raised: #ffffff; --line: #bbbbbb; --text: #000000; --muted: #333333; --link: #000000; --good: #17703a; color-scheme: light }
  body { font-size: 11pt }
  .bar, footer { display: none }
  main { padding: 0 }
  h1, h2, h3, h4, h5, h6 { break-after: avoid }
  pre, table, blockquote, li { break-inside: avoid }
  .text a[href]::after { content: ' (' attr(href) ')'; color: #333333; font-size: .85em }
}
`
