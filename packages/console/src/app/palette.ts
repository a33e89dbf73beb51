/** Opens the command palette; its code is fetched with the first call. */
export async function openPalette(): Promise<void> {
  const { spotlight } = await import('@mantine/spotlight');
  spotlight.open();
}
