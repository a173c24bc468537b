/** Text inside a line. */
export type Inline =
  | { kind: 'text' | 'code' | 'everyone'; text: string }
  | { kind: 'strong' | 'em' | 'u' | 's' | 'spoiler'; inner: Inline[] }
  | { kind: 'link'; href: string; inner: Inline[] }
  | { kind: 'user' | 'channel' | 'role'; id: string }
  | { kind: 'command'; name: string }
  | { kind: 'moment'; seconds: number; style: string }
  | { kind: 'emoji'; name: string; id: string; animated: boolean }

/** A point of a list and the lists below it. */
export interface ListItem {
  inner: Inline[]
  lists: List[]
}

export interface List {
  kind: 'list'
  /** The first number; null for bullets. */
  from: number | null
  items: ListItem[]
}

/** What stands below one another. */
export type Block =
  | { kind: 'paragraph' | 'small'; inner: Inline[] }
  | { kind: 'heading'; level: 1 | 2 | 3; inner: Inline[] }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'fence'; language: string; text: string }
  | List
