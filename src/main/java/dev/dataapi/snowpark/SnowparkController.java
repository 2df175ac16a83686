package dev.dataapi.snowpark;

import dev.dataapi.cache.CacheGroup;
import dev.dataapi.report.ReportController;
import io.swagger.v3.oas.annotations.tags.Tag;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers the reports from composed queries.
 */
@RestController
@RequestMapping("/snowpark")
@Tag(name = "snowpark", description = "The same reports, composed step by step")
class SnowparkController extends ReportController {

	SnowparkController(SnowparkRepository repository, @Qualifier("reportCaches") CacheGroup caches, JsonMapper mapper) {
		super("snowpark", repository, caches, mapper);
	}

}
