using Kybernet.Store.Tests.Engines;

namespace Kybernet.Store.Tests.Contract;

public sealed class EmbeddedKeyTests : KeyContract<EmbeddedEngine>;

public sealed class EmbeddedTxnTests : TxnContract<EmbeddedEngine>;

public sealed class EmbeddedWatchTests : WatchContract<EmbeddedEngine>;

public sealed class EmbeddedCompactTests : CompactContract<EmbeddedEngine>;

public sealed class EmbeddedLeaseTests : LeaseContract<EmbeddedEngine>;
