/** Addresses that may be opened from a text: nothing that runs, and nothing of this page (T11). */
export const isOpenable = (address: string): boolean =>
  /^(https?:\/\/|mailto:)[^\s]+$/i.test(address)
