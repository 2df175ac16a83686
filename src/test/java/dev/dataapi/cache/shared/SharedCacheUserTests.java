package dev.dataapi.cache.shared;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.dataapi.cache.shared.SharedScene.Instance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;

import static org.assertj.core.api.Assertions.assertThat;

/** That the user of {@code docs/shared-cache.md} may do what is needed, and no more. */
@Timeout(60)
class SharedCacheUserTests {

	private static final String USER = "user data-api ";

	@RegisterExtension
	final RedisServer server = new RedisServer();

	@Test
	void userOfTheDocumentMayDoWhatIsNeeded() throws IOException {
		String rule = Files.readAllLines(Path.of("docs/shared-cache.md"))
			.stream()
			.filter((line) -> line.startsWith(USER))
			.findFirst()
			.orElseThrow();
		String[] rules = rule.substring(USER.length())
			.replace("<password>", "secret")
			.replace("~data-api:*", "~test:*")
			.split(" ");
		this.server.start();
		try (Jedis jedis = this.server.connect()) {
			jedis.sendCommand(Command.ACL,
					Stream.concat(Stream.of("SETUSER", "data-api"), Stream.of(rules)).toArray(String[]::new));
			try (SharedScene scene = new SharedScene(SharedScene.REPORTS, store(), store())) {
				Instance first = scene.instances.getFirst();
				Instance second = scene.instances.getLast();
				first.load(1);
				assertThat(second.read(1).outcome().sharedHits()).isEqualTo(1);
				assertThat(first.cache.invalidator().everywhere("1").told()).isTrue();
				assertThat(first.cache.invalidator().everywhere()).isTrue();
				second.shared.poll();
				for (Instance instance : scene.instances) {
					assertThat(instance.registry.find("cache.shared.calls").tag("outcome", "failure").timers())
						.isEmpty();
				}
			}
			for (String command : List.of("FLUSHALL", "KEYS", "DEBUG")) {
				assertThat((byte[]) jedis.sendCommand(Command.ACL, "DRYRUN", "data-api", command, "x"))
					.asString(StandardCharsets.UTF_8)
					.contains("no permissions");
			}
		}
	}

	private SharedStore store() {
		return RedisServer.store(SharedScene.PATIENCE, this.server.port(), "data-api", "secret");
	}

}
