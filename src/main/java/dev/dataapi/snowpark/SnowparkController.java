package dev.dataapi.snowpark;

import dev.dataapi.access.AccessProperties;
import dev.dataapi.report.ReportController;
import dev.dataapi.warehouse.Lane;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * Answers the reports from composed queries.
 */
@Controller
@RequestMapping("/snowpark")
class SnowparkController extends ReportController {

	SnowparkController(SnowparkRepository repository, Lane.Reports lane, JsonMapper mapper, AccessProperties access) {
		super("snowpark", "The same reports, composed step by step", "", repository, lane, mapper,
				access.snowpark().access());
	}

}
