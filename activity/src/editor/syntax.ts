import { syntaxTree } from '@codemirror/language'
import type { EditorState } from '@codemirror/state'

/** A piece of the parsed markdown. */
export type SyntaxNode = ReturnType<typeof syntaxTree>['topNode']

/** The innermost of the nodes around `at` that is called one of `names`. */
export const nodeAround = (
  state: EditorState,
  at: number,
  names: ReadonlySet<string>,
): SyntaxNode | null => {
  for (const side of [-1, 1] as const) {
    let node: SyntaxNode | null = syntaxTree(state).resolveInner(at, side)
    for (; node !== null; node = node.parent) if (names.has(node.name)) return node
  }
  return null
}

const CODE = new Set(['FencedCode', 'CodeBlock', 'InlineCode'])

/** Where signs mean nothing but themselves. */
export const isInCode = (state: EditorState, at: number): boolean =>
  nodeAround(state, at, CODE) !== null
