/** The command that all others hang on, and what they have in common. */
export const doc = {
  command: { name: 'doc', description: 'Documents in this channel' },
  document: { name: 'document', description: 'Type a part of its title' },
  notFound:
    'None of your documents is called so. Pick one from the list that appears while you type.',
  several: 'Several documents match. Pick one from the list that appears while you type.',
}
