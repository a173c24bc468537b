import { agoIn } from '../ago.ts'

/** The command that all others hang on, and what they have in common. */
export const doc = {
  command: { name: 'doc', description: 'Documents in this channel' },
  document: { name: 'document', description: 'Type a part of its title' },
  notFound:
    'None of your documents is called so. Pick one from the list that appears while you type.',
  noneHere: 'This channel has no document yet. Use /doc create, or say which document you mean.',
  severalHere: 'This channel has several documents. Say which one you mean.',
  several: 'Several documents match. Pick one from the list that appears while you type.',
  here: 'this channel',
  mine: 'mine',
  shared: 'shared with me',
  untitled: 'Untitled',
  roles: {
    none: 'nothing',
    view: 'you may read',
    tick: 'you may tick',
    edit: 'you may edit',
    own: 'yours',
  },
  by: (name: string) => `made by ${name}`,
  edited: (ago: string) => `edited ${ago}`,
  ago: agoIn('en'),
}
