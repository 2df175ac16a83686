package dev.dataapi.mcp;

/**
 * How many rows a JSON array of objects has, and where the last one ends that is still
 * given.
 *
 * @param rows how many there are
 * @param end the index after the last row given
 */
record RowCount(int rows, int end) {

	/**
	 * Counts rows.
	 * @param array a JSON array of objects, as this service writes it
	 * @param most how many rows are given
	 */
	static RowCount of(String array, int most) {
		int rows = 0;
		int end = 1;
		int depth = 0;
		boolean text = false;
		for (int i = 0; i < array.length(); i++) {
			char each = array.charAt(i);
			if (text) {
				if (each == '\\') {
					i++;
				}
				text = each != '"';
			}
			else if (each == '"') {
				text = true;
			}
			else if (each == '[' || each == '{') {
				depth++;
			}
			else if ((each == ']' || each == '}') && --depth == 1) {
				rows++;
				end = (rows <= most) ? i + 1 : end;
			}
		}
		return new RowCount(rows, end);
	}

}
