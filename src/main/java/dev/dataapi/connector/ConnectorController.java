package dev.dataapi.connector;

import java.util.List;

import dev.dataapi.orders.ClerkYear;
import dev.dataapi.orders.DateRange;
import dev.dataapi.orders.MonthlySales;
import dev.dataapi.orders.ReportRoutes;
import dev.dataapi.orders.TopCustomer;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers the reports from SQL text.
 */
@RestController
@RequestMapping("/connector")
@Tag(name = "connector", description = "Reports written as SQL text")
class ConnectorController implements ReportRoutes {

	private final ConnectorRepository repository;

	ConnectorController(ConnectorRepository repository) {
		this.repository = repository;
	}

	@Override
	public List<TopCustomer> topCustomers(@Nullable String start, @Nullable String end) {
		return this.repository.findTopCustomers(DateRange.of(start, end));
	}

	@Override
	public List<MonthlySales> monthlySales(String clerkId, String year) {
		return this.repository.findMonthlySales(ClerkYear.of(clerkId, year));
	}

}
