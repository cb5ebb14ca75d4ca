using Kybernet.Store.Tests.Engines;

namespace Kybernet.Store.Tests.Contract;

public sealed class MemoryKeyTests : KeyContract<MemoryEngine>;

public sealed class MemoryTxnTests : TxnContract<MemoryEngine>;

public sealed class MemoryWatchTests : WatchContract<MemoryEngine>;

public sealed class MemoryCompactTests : CompactContract<MemoryEngine>;

public sealed class MemoryLeaseTests : LeaseContract<MemoryEngine>;
