package dev.dataapi.snowpark;

import java.util.List;

import dev.dataapi.orders.ClerkYear;
import dev.dataapi.orders.DateRange;
import dev.dataapi.orders.MonthlySales;
import dev.dataapi.orders.ReportControllerContract;
import dev.dataapi.orders.TopCustomer;

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
	protected void givenTopCustomers(DateRange range, List<TopCustomer> customers) {
		given(this.repository.findTopCustomers(range)).willReturn(customers);
	}

	@Override
	protected void givenTopCustomersFail(RuntimeException failure) {
		given(this.repository.findTopCustomers(any())).willThrow(failure);
	}

	@Override
	protected void givenMonthlySales(ClerkYear clerkYear, List<MonthlySales> sales) {
		given(this.repository.findMonthlySales(clerkYear)).willReturn(sales);
	}

}
