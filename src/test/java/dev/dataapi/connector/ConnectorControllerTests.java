package dev.dataapi.connector;

import dev.dataapi.report.ReportControllerContract;
import dev.dataapi.report.ReportRepository;

import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/**
 * Tests for {@link ConnectorController}.
 */
@WebMvcTest(ConnectorController.class)
class ConnectorControllerTests extends ReportControllerContract {

	@MockitoBean
	private ConnectorRepository repository;

	ConnectorControllerTests() {
		super("/connector");
	}

	@Override
	protected ReportRepository repository() {
		return this.repository;
	}

}
