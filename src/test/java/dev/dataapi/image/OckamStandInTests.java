package dev.dataapi.image;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The stand-in takes what Ockam takes, and would notice the usual slips. */
class OckamStandInTests {

	private static final String CONFIGURATION = "status-endpoint: 0.0.0.0:23345\nrelay: \"r\"\n"
			+ "tcp-outlet:\n  to: localhost:8001\n  allow: a";

	@Test
	void argumentsWhenSoundAreRead() {
		OckamStandIn.Node node = OckamStandIn.Node.parse(arguments(CONFIGURATION));
		assertThat(node.relay()).isEqualTo("r");
		assertThat(node.to()).isEqualTo("localhost:8001");
		assertThat(node.status().getPort()).isEqualTo(23345);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "to: localhost:8001 | to: \"localhost\":8001 | The configuration is no YAML",
					"relay: \"r\" | relays: r | Unknown key among", "allow: a | allowed: a | Unknown key among",
					"allow: a | allow: 7 | allow is no text",
					"status-endpoint: 0.0.0.0:23345 | status-endpoint: 23345 | status-endpoint is no text",
					"tcp-outlet: | tcp-outlets: | Unknown key among" })
	void configurationWhenUnsoundIsRefused(String text, String replacement, String sentence) {
		assertThat(CONFIGURATION).contains(text);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> OckamStandIn.Node.parse(arguments(CONFIGURATION.replace(text, replacement))))
			.withMessageStartingWith(sentence);
	}

	@Test
	void argumentsWhenUnsoundAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> OckamStandIn.Node.parse(List.of("node", "start")))
			.withMessageStartingWith("Not node create");
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> OckamStandIn.Node.parse(List.of("node", "create", "--foreground", "--node-config", "a: b")))
			.withMessage("Missing: --enrollment-ticket");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> OckamStandIn.Node.parse(List.of("node", "create", "--enrolment-ticket", "t")))
			.withMessage("Unknown argument: --enrolment-ticket");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> OckamStandIn.Node.parse(List.of("node", "create", "--enrollment-ticket")))
			.withMessage("--enrollment-ticket has no value");
	}

	private static List<String> arguments(String configuration) {
		return List.of("node", "create", "--foreground", "--enrollment-ticket", "/t", "--node-config", configuration);
	}

}
