package dev.dataapi.snowpark;

import dev.dataapi.report.ReportControllerContract;
import dev.dataapi.report.ReportRepository;

import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/**
 * Tests for {@link SnowparkController}.
 */
@WebMvcTest(SnowparkController.class)
class SnowparkControllerTests extends ReportControllerContract {

	@MockitoBean
	private SnowparkRepository repository;

	SnowparkControllerTests() {
		super("/snowpark");
	}

	@Override
	protected ReportRepository repository() {
		return this.repository;
	}

}
