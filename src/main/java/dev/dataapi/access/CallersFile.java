package dev.dataapi.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import dev.dataapi.InvalidSettingException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The callers that a file names, one a line: a name, roles, the SHA-256 of a key or the
 * word {@code ingress}, and what else is known of the caller as {@code tenant=acme}. It
 * is read again when it has changed, at the next request after a second; one with an
 * error changes nothing.
 */
final class CallersFile {

	private static final Logger LOGGER = LoggerFactory.getLogger(CallersFile.class);

	private static final String SETTING = "data-api.callers";

	private static final int MAX_SIZE = 1 << 20;

	private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

	/** Stands for the hash of a key where Snowflake's ingress names the caller. */
	private static final String INGRESS = "ingress";

	private static final String NO_ROLES = "-";

	private final Path path;

	private final ReentrantLock reading = new ReentrantLock();

	private byte[] content;

	private volatile Callers callers;

	private volatile long checked = System.nanoTime();

	private CallersFile(Path path, byte[] content, Callers callers) {
		this.path = path;
		this.content = content;
		this.callers = callers;
	}

	/** Reads a file; throws {@link InvalidSettingException} if it cannot. */
	static CallersFile read(String name) {
		try {
			Path path = Path.of(name);
			byte[] content = content(path);
			return new CallersFile(path, content, parse(content));
		}
		catch (IOException | InvalidPathException ex) {
			throw new InvalidSettingException(SETTING, name, "name a file that this process can read", ex);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSettingException(SETTING, name,
					"name a file of callers, and its " + String.valueOf(ex.getMessage()));
		}
	}

	/** Who has the key with this hash, if anyone. */
	@Nullable Caller withKey(Sha256 hash) {
		return current().keys().get(hash);
	}

	/** Whom the file names by this name as a user of Snowflake. */
	@Nullable Caller ofIngress(String user) {
		return current().users().get(user);
	}

	private Callers current() {
		if (System.nanoTime() - this.checked > CHECK_NANOS && this.reading.tryLock()) {
			try {
				this.checked = System.nanoTime();
				readAgain();
			}
			finally {
				this.reading.unlock();
			}
		}
		return this.callers;
	}

	private void readAgain() {
		try {
			byte[] now = content(this.path);
			if (!Arrays.equals(now, this.content)) {
				// Even if it cannot be used, so that it is logged once
				this.content = now;
				this.callers = parse(now);
				LOGGER.info("The file of callers has changed: {} keys, {} users of Snowflake",
						this.callers.keys().size(), this.callers.users().size());
			}
		}
		catch (IOException ex) {
			if (this.content.length > 0) {
				this.content = new byte[0];
				LOGGER.error("The file of callers cannot be read; its callers of before stay", ex);
			}
		}
		catch (IllegalArgumentException ex) {
			LOGGER.error("The file of callers has changed and is not used; its callers of before stay: its {}",
					ex.getMessage());
		}
	}

	private static byte[] content(Path path) throws IOException {
		try (InputStream in = Files.newInputStream(path)) {
			return in.readNBytes(MAX_SIZE + 1);
		}
	}

	/** Throws with the line's number and what it must be, and nothing of the line. */
	private static Callers parse(byte[] content) {
		if (content.length > MAX_SIZE) {
			throw new IllegalArgumentException("size must be 1 MB at most");
		}
		Map<Sha256, Caller> keys = new HashMap<>();
		Map<String, Caller> users = new HashMap<>();
		List<String> lines = new String(content, StandardCharsets.UTF_8).lines().toList();
		for (int i = 0; i < lines.size(); i++) {
			String line = lines.get(i).strip();
			if (!line.isEmpty() && !line.startsWith("#") && !add(line, keys, users)) {
				throw new IllegalArgumentException("line " + (i + 1) + " must be a name, roles separated by commas or "
						+ NO_ROLES + ", and the SHA-256 of a key or the word " + INGRESS
						+ ", and then claims such as tenant=acme, separated by blanks,"
						+ " and no key, user or claim of a line may stand there twice");
			}
		}
		return new Callers(Map.copyOf(keys), Map.copyOf(users));
	}

	private static boolean add(String line, Map<Sha256, Caller> keys, Map<String, Caller> users) {
		String[] parts = line.split("[ \t]+");
		if (parts.length < 3 || !Caller.isName(parts[0])) {
			return false;
		}
		List<String> roles = parts[1].equals(NO_ROLES) ? List.of() : List.of(parts[1].split(",", -1));
		if (!roles.stream().allMatch(Access::isRole)) {
			return false;
		}
		Map<String, String> claims = new HashMap<>();
		for (String claim : List.of(parts).subList(3, parts.length)) {
			int equals = claim.indexOf('=');
			if (!isClaim(claim) || claims.put(claim.substring(0, equals), claim.substring(equals + 1)) != null) {
				return false;
			}
		}
		Caller caller = new Caller(parts[0], Set.copyOf(roles), claims);
		if (parts[2].equals(INGRESS)) {
			return users.put(parts[0], caller) == null;
		}
		Sha256 hash = Sha256.parse(parts[2]);
		return hash != null && keys.put(hash, caller) == null;
	}

	/** Whether a text is a name and a value, neither of them empty. */
	static boolean isClaim(String text) {
		int equals = text.indexOf('=');
		return equals > 0 && equals < text.length() - 1 && text.chars().noneMatch(Character::isISOControl);
	}

	/**
	 * What the file says.
	 *
	 * @param keys callers by the hash of their key
	 * @param users callers by their name in Snowflake
	 */
	private record Callers(Map<Sha256, Caller> keys, Map<String, Caller> users) {
	}

}
