import { expect, it } from 'vitest'
import { CONTRACT } from './contract.ts'
import { MemoryDevice } from './memory.ts'

it.each([...CONTRACT])('the memory $name', async ({ holds }) => {
  await expect(holds(new MemoryDevice())).resolves.toBeUndefined()
})
