import { markdown, markdownLanguage } from '@codemirror/lang-markdown'
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { languages } from '@codemirror/language-data'
import type { Extension } from '@codemirror/state'
import { tags } from '@lezer/highlight'

/** Colours are the page's tokens, so one style serves dark and light. */
const style = HighlightStyle.define([
  { tag: tags.heading, class: 'md-heading' },
  { tag: tags.strong, class: 'md-strong' },
  { tag: tags.emphasis, class: 'md-emphasis' },
  { tag: tags.strikethrough, class: 'md-strikethrough' },
  { tag: tags.monospace, class: 'md-code' },
  { tag: tags.quote, class: 'md-quote' },
  { tag: tags.link, class: 'md-link' },
  { tag: tags.url, class: 'md-url' },
  { tag: tags.atom, class: 'md-task' },
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], class: 'code-keyword' },
  { tag: [tags.string, tags.regexp, tags.special(tags.string)], class: 'code-string' },
  { tag: [tags.number, tags.bool, tags.null], class: 'code-number' },
  { tag: tags.comment, class: 'code-comment' },
  {
    tag: [tags.function(tags.variableName), tags.function(tags.propertyName), tags.macroName],
    class: 'code-function',
  },
  { tag: [tags.typeName, tags.className, tags.tagName, tags.namespace], class: 'code-type' },
  { tag: [tags.attributeName, tags.propertyName], class: 'code-property' },
  { tag: [tags.processingInstruction, tags.labelName, tags.contentSeparator], class: 'md-mark' },
])

/**
 * GFM: without `base`, `- [x]` would be a link and `~~` nothing. What is written in a fence has the colours of its
 * language; each language is loaded when the first fence names it.
 */
export const language = (): Extension => [
  markdown({ base: markdownLanguage, codeLanguages: languages }),
  syntaxHighlighting(style),
]
