package dev.dataapi.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.DigestUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Answers the root and the test page with its style and scripts.
 */
@RestController
@Tag(name = HomeController.TAG, description = "The root and the test page")
class HomeController implements WebMvcConfigurer {

	/** Marks the routes that do not read from the warehouse. */
	static final String TAG = "pages";

	/** Allows the page's own script and style sheet, and nothing injected into it. */
	private static final String TEST_PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
			+ "connect-src 'self'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

	/** Text, since Spring answers an unsatisfiable range of a resource with 416. */
	private final ResponseEntity<String> testPage;

	HomeController() throws IOException {
		Resource page = new ClassPathResource("static/test.html");
		this.testPage = ResponseEntity.ok()
			.header("Content-Security-Policy", TEST_PAGE_POLICY)
			.cacheControl(CacheControl.noCache())
			.eTag(entityTag(page))
			.body(page.getContentAsString(StandardCharsets.UTF_8));
	}

	@Operation(summary = "Tells that the service is there")
	@GetMapping(path = "/", produces = MediaType.APPLICATION_JSON_VALUE)
	Map<String, String> home() {
		return Map.of("result", "Nothing to see here");
	}

	@Operation(summary = "A page to try the routes in a browser")
	@GetMapping(path = "/test", produces = MediaType.TEXT_HTML_VALUE + ";charset=UTF-8")
	ResponseEntity<String> testPage() {
		return this.testPage;
	}

	/**
	 * Revalidated on every visit, so that page, style and scripts match, and by content,
	 * since all files of a build may have the same date.
	 */
	@Override
	public void addResourceHandlers(ResourceHandlerRegistry registry) {
		registry.addResourceHandler("/test.css", "/test.js", "/test-chart.js")
			.addResourceLocations("classpath:/static/")
			.setCacheControl(CacheControl.noCache())
			.setUseLastModified(false)
			.setEtagGenerator(HomeController::entityTag);
	}

	/** Weak, so that Tomcat may compress the file. */
	private static String entityTag(Resource resource) {
		try {
			return "W/\"" + DigestUtils.md5DigestAsHex(resource.getContentAsByteArray()) + '"';
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
