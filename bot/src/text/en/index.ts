import { append } from './append.ts'
import { card } from './card.ts'
import { common } from './common.ts'
import { create } from './create.ts'
import { doc } from './doc.ts'
import { errors } from './errors.ts'
import { exporting } from './exporting.ts'
import { help } from './help.ts'
import { history } from './history.ts'
import { launch } from './launch.ts'
import { link } from './link.ts'
import { list } from './list.ts'
import { open } from './open.ts'
import { pin } from './pin.ts'
import { remove } from './remove.ts'
import { rename } from './rename.ts'
import { save } from './save.ts'
import { search } from './search.ts'
import { settings } from './settings.ts'
import { share } from './share.ts'
import { stick } from './stick.ts'
import { tick } from './tick.ts'
import { write } from './write.ts'

/**
 * All that the bot says, in English. A text is a string, or a function of the strings and numbers
 * that it is made of; titles and names are given to it escaped (T23).
 */
export const en = {
  // one a line
  append,
  card,
  common,
  create,
  doc,
  errors,
  exporting,
  help,
  history,
  launch,
  link,
  list,
  open,
  pin,
  remove,
  rename,
  save,
  search,
  settings,
  share,
  stick,
  tick,
  write,
}

/** What every language has to say. */
export type Texts = typeof en
