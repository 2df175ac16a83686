package dev.dataapi.warehouse.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import dev.dataapi.InvalidSettingException;
import org.jspecify.annotations.Nullable;

/**
 * The DuckDB file that keeps the orders from one start to the next. A load writes beside
 * it and renames in the end, so that whatever bears its name is complete.
 */
final class OrdersFile {

	private final Path path;

	private final Path loading;

	private final Path lock;

	private OrdersFile(Path path) {
		this.path = path;
		this.loading = path.resolveSibling(path.getFileName() + ".loading");
		this.lock = path.resolveSibling(path.getFileName() + ".lock");
	}

	/** Refuses what can be seen to be wrong without opening a database. */
	static OrdersFile at(Path path) {
		if (Files.isDirectory(path)) {
			throw invalid(path, "name a file, not a directory");
		}
		Path parent = path.getParent();
		if (parent == null || !Files.isDirectory(parent)) {
			throw invalid(path, "name a file in a directory that exists");
		}
		if (Files.exists(path) && !DuckDbHeader.isIn(path)) {
			throw invalid(path, "name a DuckDB file that this service wrote, or a file that does not exist yet");
		}
		return new OrdersFile(path);
	}

	/** Attaches the complete file for reading, after loading it if there is none. */
	void attach(Connection connection, double scaleFactor, OrderRows orders) throws SQLException {
		if (Files.notExists(this.path)) {
			loadLocked(connection, scaleFactor, orders);
		}
		attach(connection, this.path, "(READ_ONLY)");
		LoadRecord.check(connection, this.path, scaleFactor);
	}

	private void loadLocked(Connection connection, double scaleFactor, OrderRows orders) throws SQLException {
		try (FileChannel channel = FileChannel.open(this.lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			lock(channel);
			// Another process may have finished between the first look and the lock
			if (Files.notExists(this.path)) {
				load(connection, scaleFactor, orders);
			}
			// Harmless only now: whoever locks from here on finds the complete file
			Files.deleteIfExists(this.lock);
		}
		catch (IOException ex) {
			throw new InvalidSettingException(EmbeddedProperties.PATH, this.path,
					"name a file in a directory that this process can write to", ex);
		}
	}

	/** Held until the channel closes. */
	private void lock(FileChannel channel) throws IOException {
		try {
			if (channel.tryLock() == null) {
				throw inUse(null);
			}
		}
		catch (OverlappingFileLockException ex) {
			throw inUse(ex);
		}
	}

	private void load(Connection connection, double scaleFactor, OrderRows orders) throws IOException, SQLException {
		Files.deleteIfExists(this.loading);
		Files.deleteIfExists(this.loading.resolveSibling(this.loading.getFileName() + ".wal"));
		attach(connection, this.loading, "");
		OrdersTable.load(connection, orders);
		LoadRecord.write(connection, scaleFactor);
		try (Statement statement = connection.createStatement()) {
			statement.execute("CHECKPOINT snowflake_sample_data");
			statement.execute("DETACH snowflake_sample_data");
		}
		Files.move(this.loading, this.path, StandardCopyOption.ATOMIC_MOVE);
	}

	private void attach(Connection connection, Path file, String options) throws SQLException {
		String name = file.toString().replace("'", "''");
		try (Statement statement = connection.createStatement()) {
			statement.execute("ATTACH '%s' AS snowflake_sample_data %s".formatted(name, options));
		}
		catch (SQLException ex) {
			if (isInUse(ex)) {
				throw inUse(ex);
			}
			throw new InvalidSettingException(EmbeddedProperties.PATH, this.path,
					"name a DuckDB file that this DuckDB can read, or a file that does not exist yet", ex);
		}
	}

	/**
	 * By its words, since DuckDB gives no codes: another process, or another context of
	 * this one.
	 */
	private static boolean isInUse(SQLException ex) {
		String message = String.valueOf(ex.getMessage());
		return message.contains("Could not set lock") || message.contains("already attached");
	}

	private InvalidSettingException inUse(@Nullable Exception cause) {
		return new InvalidSettingException(EmbeddedProperties.PATH, this.path,
				"name a file that nobody else is writing, and this one is in use", cause);
	}

	private static InvalidSettingException invalid(Path path, String requirement) {
		return new InvalidSettingException(EmbeddedProperties.PATH, path, requirement);
	}

	@Override
	public String toString() {
		return this.path.toString();
	}

}
