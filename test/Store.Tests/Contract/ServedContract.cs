using Kybernet.Store.Tests.Engines;

namespace Kybernet.Store.Tests.Contract;

public sealed class ServedKeyTests : KeyContract<ServedEngine>;

public sealed class ServedTxnTests : TxnContract<ServedEngine>;

public sealed class ServedWatchTests : WatchContract<ServedEngine>;

public sealed class ServedCompactTests : CompactContract<ServedEngine>;

public sealed class ServedLeaseTests : LeaseContract<ServedEngine>;
