package dev.dataapi.mcp;

import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.dataapi.DataApiApplication;
import dev.dataapi.cache.CacheMode;
import dev.dataapi.endpoint.BadRequestException;
import dev.dataapi.cache.CachedResponse;
import dev.dataapi.endpoint.Description;
import dev.dataapi.endpoint.Endpoint;
import dev.dataapi.endpoint.EndpointProvider;
import dev.dataapi.endpoint.Format;
import dev.dataapi.warehouse.Lane;
import dev.dataapi.warehouse.LaneSource;
import io.swagger.v3.oas.models.Operation;

import org.springframework.boot.SpringApplication;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * The service with two more endpoints: those tools of the conformance suite that answer
 * with text, as an endpoint does.
 */
final class ConformanceMain {

	private ConformanceMain() {
	}

	public static void main(String[] args) {
		System.setProperty("data-api.mcp", "true");
		SpringApplication.from(DataApiApplication::main).with(SuiteTools.class).run(args);
	}

	/**
	 * Has the suite's names. Not annotated, so that Spring's scans pass it by.
	 */
	static final class SuiteTools implements EndpointProvider {

		private static final LaneSource<String, Lane.Lookups> TEXT = (keys, loaded) -> keys.forEach((key) -> loaded
			.value(key, "{\"text\":\"This is a simple text response for testing.\"}".getBytes(StandardCharsets.UTF_8)));

		private final Endpoint<String> text;

		private final Endpoint<String> failure;

		SuiteTools(Lane.Lookups lane, RequestMappingHandlerMapping requestMappingHandlerMapping)
				throws NoSuchMethodException {
			this.text = endpoint("test_simple_text", lane);
			this.failure = endpoint("test_error_handling", lane);
			RequestMappingInfo.Builder path = RequestMappingInfo.paths(this.text.path()).methods(RequestMethod.GET);
			requestMappingHandlerMapping.registerMapping(path.build(), this,
					SuiteTools.class.getDeclaredMethod("text", CacheMode.class, Format.class));
			requestMappingHandlerMapping.registerMapping(path.paths(this.failure.path()).build(), this,
					SuiteTools.class.getDeclaredMethod("failure"));
		}

		private static Endpoint<String> endpoint(String name, Lane.Lookups lane) {
			return Endpoint.of(name, "/" + name, TEXT, lane, Description.ofRecords("suite", "The suite's tools",
					() -> new Operation().operationId(name).summary("Asked for by the suite"), Text.class, "Texts"));
		}

		@Override
		public List<Endpoint<?>> endpoints() {
			return List.of(this.text, this.failure);
		}

		CachedResponse text(CacheMode mode, Format format) {
			return this.text.array(List.of("text"), mode, format);
		}

		CachedResponse failure() {
			throw BadRequestException.of("nothing", "This tool intentionally returns an error for testing.");
		}

		/**
		 * Their row.
		 */
		record Text(String text) {
		}

	}

}
