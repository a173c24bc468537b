import { agoIn } from '../ago.ts'

/** The command that all others hang on, and what they have in common. */
export const doc = {
  command: { name: 'doc', description: 'Documents in this channel' },
  document: { name: 'document', description: 'Type part of its title' },
  notFound:
    'None of your documents has that title. Pick one from the list that appears as you type.',
  noneHere:
    'This channel has no documents yet. Create one with /doc create, or say which one you mean.',
  severalHere: 'This channel has several documents. Say which one you mean.',
  several: 'Several documents match. Pick one from the list that appears as you type.',
  here: 'this channel',
  mine: 'mine',
  shared: 'shared with me',
  untitled: 'Untitled',
  roles: {
    none: 'nothing',
    view: 'you can read',
    tick: 'you can tick',
    edit: 'you can edit',
    own: 'yours',
  },
  by: (name: string) => `created by ${name}`,
  edited: (ago: string) => `edited ${ago}`,
  ago: agoIn('en'),
}
