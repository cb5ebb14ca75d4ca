using Kybernet.ApiServer.FlowControl.Levels;

namespace Kybernet.ApiServer.Tests.FlowControl;

public sealed class SeatAllocationTests
{
    public static TheoryData<string, int, double[], double[]?> Cases { get; } = new()
    {
        { "in proportion", 12, [1, 0, 12, 2, 0, 12, 3, 0, 12], [2, 4, 6] },
        { "not below the lowest", 10, [8, 8, 20, 2, 0, 20], [8, 2] },
        { "a lowest bound takes from the others", 10, [6, 6, 20, 10, 0, 20, 10, 0, 20], [6, 2, 2] },
        { "not above the highest", 10, [5, 0, 3, 5, 0, 20], [3, 7] },
        { "wishes for nothing share evenly", 10, [0, 0, 20, 0, 0, 20], [5, 5] },
        { "lowest bounds exceed the sum", 5, [4, 4, 9, 4, 4, 9], null },
        { "highest bounds do not reach the sum", 30, [4, 0, 9, 4, 0, 9], null },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Divide_Wishes_GivesParts(string name, int seats, double[] wishes, double[]? parts)
    {
        var divided = SeatAllocation.Divide(seats, [.. wishes.Chunk(3).Select(static wish => new SeatWish(wish[0], wish[1], wish[2]))], out _);

        Assert.True(parts is null == divided is null, name);
        if (parts is not null) Assert.Equal(parts, divided!.Select(static part => Math.Round(part, 6)));
    }
}
