/** What many answers have in common. */
export const common = {
  previous: 'Back',
  next: 'More',
  cancel: 'Cancel',
  cancelled: 'OK, nothing was changed.',
}
