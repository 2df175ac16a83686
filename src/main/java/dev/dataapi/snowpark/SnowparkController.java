package dev.dataapi.snowpark;

import dev.dataapi.lookup.Answer;
import dev.dataapi.lookup.Freshness;
import dev.dataapi.orders.ClerkYear;
import dev.dataapi.orders.DateRange;
import dev.dataapi.orders.ReportMemory;
import dev.dataapi.orders.ReportRoutes;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers the reports from composed queries.
 */
@RestController
@RequestMapping("/snowpark")
@Tag(name = "snowpark", description = "The same reports, composed step by step")
class SnowparkController implements ReportRoutes {

	private final SnowparkRepository repository;

	private final ReportMemory memory;

	SnowparkController(SnowparkRepository repository, ReportMemory memory) {
		this.repository = repository;
		this.memory = memory;
	}

	@Override
	public Answer topCustomers(@Nullable String start, @Nullable String end, Freshness accepted) {
		DateRange range = DateRange.of(start, end);
		return this.memory.answer(SnowparkRepository.TOP_CUSTOMERS_CACHE, range, accepted,
				() -> this.repository.findTopCustomers(range));
	}

	@Override
	public Answer monthlySales(String clerkId, String year, Freshness accepted) {
		ClerkYear clerkYear = ClerkYear.of(clerkId, year);
		return this.memory.answer(SnowparkRepository.MONTHLY_SALES_CACHE, clerkYear, accepted,
				() -> this.repository.findMonthlySales(clerkYear));
	}

}
