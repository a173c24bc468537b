/** Opening the editor (F2). */
export const launch = {
  command: { name: 'launch', description: 'Open Sticky in this channel' },
  open: 'Open',
  useLink: (reason: string) => `${reason} Open it with this link instead.`,
  wrongChannel: 'Discord does not start Activities in this kind of channel.',
  activitiesOff: 'Activities are not enabled for this app.',
  tooLate: 'Discord did not wait for the answer.',
}
