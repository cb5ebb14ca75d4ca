using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.Machinery.Objects;

/// <summary>Reads one kind in both formats, for code that knows the kind at run time only.</summary>
public abstract class KindCodec
{
    public abstract GroupVersionKind Gvk { get; }

    /// <summary>The record's C# type.</summary>
    public abstract Type Type { get; }

    public abstract IKind ReadJson(ref JsonReader reader);

    public abstract IKind ReadProto(ref ProtoReader reader);
}

/// <summary>The codec of kind <typeparamref name="T"/>.</summary>
public sealed class KindCodec<T> : KindCodec
    where T : class, IKind<T>
{
    public override GroupVersionKind Gvk => T.Gvk;

    public override Type Type => typeof(T);

    public override IKind ReadJson(ref JsonReader reader) => T.ReadJson(ref reader, null);

    public override IKind ReadProto(ref ProtoReader reader) => T.ReadProto(ref reader, null);
}
