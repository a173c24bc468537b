/**
 * Whether it was done. Whoever passes the `epoch` under which the right to a write was decided hears `epoch`, and
 * nothing is written, when rights in the document have changed since (R31).
 */
export type Written = 'written' | 'epoch'
