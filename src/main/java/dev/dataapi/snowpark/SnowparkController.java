package dev.dataapi.snowpark;

import dev.dataapi.report.ReportController;
import dev.dataapi.warehouse.Lane;
import io.swagger.v3.oas.annotations.tags.Tag;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers the reports from composed queries.
 */
@RestController
@RequestMapping("/snowpark")
@Tag(name = "snowpark", description = "The same reports, composed step by step")
class SnowparkController extends ReportController {

	SnowparkController(SnowparkRepository repository, Lane.Reports lane, JsonMapper mapper) {
		super("snowpark", repository, lane, mapper);
	}

}
