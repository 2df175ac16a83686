package dev.dataapi.image;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.sun.net.httpserver.HttpServer;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Stands in for Ockam's outlet in a container: takes the same arguments, reads the ticket
 * file, serves the status and hands over what comes through the portal. The portal is a
 * socket in the folder {@code /relays}, named after the relay. What Ockam would refuse
 * ends it with one sentence.
 */
final class OckamStandIn {

	private static final Path RELAYS = Path.of("/relays");

	private static final Path SESSION_TOKEN = Path.of("/snowflake/session/token");

	private OckamStandIn() {
	}

	public static void main(String[] arguments) throws Exception {
		Node node;
		try {
			node = Node.parse(List.of(arguments));
			System.out.println("Enrolled with ticket " + ticket(node.ticket()));
			if (Files.exists(SESSION_TOKEN)) {
				throw new IllegalArgumentException("There is a token for the database");
			}
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			System.exit(2);
			return;
		}
		Path socket = RELAYS.resolve(node.relay());
		// What a killed outlet leaves; a relay goes to the node that claimed it last
		Files.deleteIfExists(socket);
		HttpServer status = HttpServer.create(node.status(), 0);
		status.createContext("/show", (exchange) -> {
			byte[] body = "{\"name\":\"stand-in\",\"is_up\":true}".getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		status.start();
		try (SocketBridge portal = new SocketBridge(socket.toString(), node.to())) {
			System.out.println("Outlet for " + node.allow() + " leads to " + node.to());
			portal.serve();
		}
	}

	/**
	 * Ockam's ticket can be a file, a URL or the ticket itself: only a file can be
	 * renewed.
	 */
	private static String ticket(Path file) {
		try {
			String ticket = Files.readString(file).strip();
			if (!ticket.matches("[0-9a-f]{8,}")) {
				throw new IllegalArgumentException("No enrollment ticket: what " + file + " holds");
			}
			return ticket;
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("The ticket cannot be read: " + ex, ex);
		}
	}

	/**
	 * What the arguments of {@code ockam node create} say.
	 *
	 * @param ticket the file with the ticket
	 * @param status where the status is served
	 * @param relay the relay's name
	 * @param to where the outlet leads
	 * @param allow the attribute that the inlet must hold
	 */
	record Node(Path ticket, InetSocketAddress status, String relay, String to, String allow) {

		static Node parse(List<String> arguments) {
			if (arguments.size() < 2 || !arguments.subList(0, 2).equals(List.of("node", "create"))) {
				throw new IllegalArgumentException("Not node create: " + arguments);
			}
			Map<String, String> options = new LinkedHashMap<>();
			List<String> rest = new ArrayList<>(arguments.subList(2, arguments.size()));
			while (!rest.isEmpty()) {
				String option = rest.remove(0);
				switch (option) {
					case "--foreground" -> options.put(option, "");
					case "--enrollment-ticket", "--node-config" -> {
						if (rest.isEmpty()) {
							throw new IllegalArgumentException(option + " has no value");
						}
						options.put(option, rest.remove(0));
					}
					default -> throw new IllegalArgumentException("Unknown argument: " + option);
				}
			}
			for (String option : List.of("--foreground", "--enrollment-ticket", "--node-config")) {
				if (!options.containsKey(option)) {
					throw new IllegalArgumentException("Missing: " + option);
				}
			}
			Map<?, ?> configuration = map(options.get("--node-config"));
			keys(configuration, Set.of("status-endpoint", "relay", "tcp-outlet"));
			if (!(configuration.get("tcp-outlet") instanceof Map<?, ?> outlet)) {
				throw new IllegalArgumentException("tcp-outlet is no map");
			}
			keys(outlet, Set.of("to", "allow"));
			String[] status = text(configuration, "status-endpoint").split(":");
			return new Node(Path.of(options.get("--enrollment-ticket")),
					new InetSocketAddress(status[0], Integer.parseInt(status[1])), text(configuration, "relay"),
					text(outlet, "to"), text(outlet, "allow"));
		}

		private static Map<?, ?> map(String yaml) {
			try {
				if (new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml) instanceof Map<?, ?> map) {
					return map;
				}
			}
			catch (YAMLException ex) {
				throw new IllegalArgumentException("The configuration is no YAML: " + ex.getMessage(), ex);
			}
			throw new IllegalArgumentException("The configuration is no map");
		}

		private static void keys(Map<?, ?> map, Set<String> known) {
			if (!known.containsAll(map.keySet())) {
				throw new IllegalArgumentException("Unknown key among " + map.keySet());
			}
		}

		private static String text(Map<?, ?> map, String key) {
			if (map.get(key) instanceof String text && !text.isEmpty()) {
				return text;
			}
			throw new IllegalArgumentException(key + " is no text");
		}

	}

}
