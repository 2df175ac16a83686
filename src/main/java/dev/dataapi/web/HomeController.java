package dev.dataapi.web;

import java.io.IOException;
import java.util.Map;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers the root and the test page.
 */
@RestController
@Tag(name = "pages", description = "The root and the test page")
class HomeController {

	/**
	 * As text, since Spring answers a range that a resource lacks with 416 and the page.
	 */
	private final String testPage;

	HomeController() throws IOException {
		this.testPage = TestPage.read().text();
	}

	@Operation(summary = "Tells that the service is there")
	@GetMapping(path = "/", produces = MediaType.APPLICATION_JSON_VALUE)
	Map<String, String> home() {
		return Map.of("result", "Nothing to see here");
	}

	@Operation(summary = "A page to try the routes in a browser")
	@GetMapping(path = "/test", produces = MediaType.TEXT_HTML_VALUE + ";charset=UTF-8")
	String testPage() {
		return this.testPage;
	}

}
