using Kybernet.Store.Tests.Engines;

namespace Kybernet.Store.Tests.Contract;

public sealed class Etcd1KeyTests : KeyContract<Etcd1Engine>;

public sealed class Etcd1TxnTests : TxnContract<Etcd1Engine>;

public sealed class Etcd1WatchTests : WatchContract<Etcd1Engine>;

public sealed class Etcd1CompactTests : CompactContract<Etcd1Engine>;

public sealed class Etcd1LeaseTests : LeaseContract<Etcd1Engine>;
