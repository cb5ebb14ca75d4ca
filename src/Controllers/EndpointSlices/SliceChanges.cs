using Kybernet.Api.Discovery.V1;

namespace Kybernet.Controllers.EndpointSlices;

/// <summary>What is to be written.</summary>
public sealed record SliceChanges(IReadOnlyList<EndpointSlice> Create, IReadOnlyList<EndpointSlice> Update, IReadOnlyList<EndpointSlice> Delete)
{
    public static readonly SliceChanges None = new([], [], []);

    public SliceChanges Add(SliceChanges more) => new([.. Create, .. more.Create], [.. Update, .. more.Update], [.. Delete, .. more.Delete]);
}
