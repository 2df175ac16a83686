package dev.dataapi.connector;

import dev.dataapi.report.ReportController;
import dev.dataapi.warehouse.Lane;
import io.swagger.v3.oas.annotations.tags.Tag;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers the reports from SQL text.
 */
@RestController
@RequestMapping("/connector")
@Tag(name = "connector", description = "Reports written as SQL text")
class ConnectorController extends ReportController {

	ConnectorController(ConnectorRepository repository, Lane.Reports lane, JsonMapper mapper) {
		super("connector", repository, lane, mapper);
	}

}
