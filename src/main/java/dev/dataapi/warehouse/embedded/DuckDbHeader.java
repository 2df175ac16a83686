package dev.dataapi.warehouse.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import dev.dataapi.InvalidSettingException;

/** Tells a DuckDB file by its first bytes: a checksum of eight, then {@code DUCK}. */
final class DuckDbHeader {

	private static final int OFFSET = 8;

	private static final byte[] MAGIC = "DUCK".getBytes(StandardCharsets.US_ASCII);

	private DuckDbHeader() {
	}

	static boolean isIn(Path file) {
		try (InputStream in = Files.newInputStream(file)) {
			byte[] head = in.readNBytes(OFFSET + MAGIC.length);
			return head.length == OFFSET + MAGIC.length
					&& Arrays.equals(head, OFFSET, head.length, MAGIC, 0, MAGIC.length);
		}
		catch (IOException ex) {
			throw new InvalidSettingException(EmbeddedProperties.PATH, file, "name a file that this process can read",
					ex);
		}
	}

}
