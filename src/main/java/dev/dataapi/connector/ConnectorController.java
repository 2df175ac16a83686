package dev.dataapi.connector;

import dev.dataapi.access.AccessProperties;
import dev.dataapi.report.ReportController;
import dev.dataapi.warehouse.Lane;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * Answers the reports from SQL text.
 */
@Controller
@RequestMapping("/connector")
class ConnectorController extends ReportController {

	ConnectorController(ConnectorRepository repository, Lane.Reports lane, JsonMapper mapper, AccessProperties access) {
		super("connector", "Reports written as SQL text", "_1", repository, lane, mapper, access.connector().access());
	}

}
