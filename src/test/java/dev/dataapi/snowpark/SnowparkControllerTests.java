package dev.dataapi.snowpark;

import dev.dataapi.orders.ClerkYear;
import dev.dataapi.orders.DateRange;
import dev.dataapi.orders.Report;
import dev.dataapi.orders.ReportControllerContract;

import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;

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
	protected void givenTopCustomers(DateRange range, Report report) {
		given(this.repository.findTopCustomers(range)).willReturn(report);
	}

	@Override
	protected void givenTopCustomersFail(RuntimeException failure) {
		given(this.repository.findTopCustomers(any())).willThrow(failure);
	}

	@Override
	protected void givenMonthlySales(ClerkYear clerkYear, Report report) {
		given(this.repository.findMonthlySales(clerkYear)).willReturn(report);
	}

}
