package dev.dataapi.warehouse.embedded;

import dev.dataapi.warehouse.WarehouseContract;

import org.springframework.boot.test.context.SpringBootTest;

/**
 * The contract on the embedded warehouse.
 */
@SpringBootTest
class EmbeddedWarehouseContractTests extends WarehouseContract {

	EmbeddedWarehouseContractTests() {
		super(0.01);
	}

}
