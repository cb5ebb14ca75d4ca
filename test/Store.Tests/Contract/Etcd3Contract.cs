using Kybernet.Store.Tests.Engines;

namespace Kybernet.Store.Tests.Contract;

public sealed class Etcd3KeyTests : KeyContract<Etcd3Engine>;

public sealed class Etcd3TxnTests : TxnContract<Etcd3Engine>;

public sealed class Etcd3WatchTests : WatchContract<Etcd3Engine>;

public sealed class Etcd3CompactTests : CompactContract<Etcd3Engine>;

public sealed class Etcd3LeaseTests : LeaseContract<Etcd3Engine>;
