package dev.dataapi.warehouse;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What the compiler says of lanes. */
class LaneTests {

	private static final String SOURCE = """
			import dev.dataapi.warehouse.Lane;
			import dev.dataapi.warehouse.LaneSource;

			class Probe {

				Object cache(LaneSource<Long, Lane.Lookups> source, Lane.%s lane) {
					return Lane.cache("probe", source, lane);
				}

			}
			""";

	@TempDir
	private Path classes;

	@Test
	void cacheInTheLaneOfItsSourceCompiles() {
		assertThat(errors("Lookups")).isEmpty();
	}

	@Test
	void cacheInTheOtherLaneDoesNotCompile() {
		assertThat(errors("Reports")).singleElement().asString().contains("Lookups", "Reports");
	}

	private List<String> errors(String lane) {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
		List<String> options = List.of("-proc:none", "-d", this.classes.toString(), "-classpath",
				System.getProperty("java.class.path"));
		compiler.getTask(null, null, found, options, null, List.of(new Text(SOURCE.formatted(lane)))).call();
		return found.getDiagnostics()
			.stream()
			.filter((each) -> each.getKind() == Diagnostic.Kind.ERROR)
			.map((each) -> each.getMessage(Locale.ROOT))
			.toList();
	}

	private static final class Text extends SimpleJavaFileObject {

		private final String text;

		Text(String text) {
			super(URI.create("string:///Probe.java"), Kind.SOURCE);
			this.text = text;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.text;
		}

	}

}
